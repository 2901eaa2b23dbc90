"""What units know and who may know it: no Flask, no Celery, no OpenSearch."""
