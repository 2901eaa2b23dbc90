"""What units know and who may know it: no Flask, no Celery, no OpenSearch."""

import gc

gc.set_threshold(20_000, 10, 10)  # by 700 new objects it looks at a fifth of a start's time, and a tenth of entering's
