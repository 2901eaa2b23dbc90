"""The local search node: Java, jars, its start, its processes."""
