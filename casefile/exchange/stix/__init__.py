"""What a reader may see of a case as a STIX 2.1 bundle, for programs that read one."""
