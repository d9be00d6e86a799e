"""The desk of many machines: the same jobs on Celery workers over Redis. Needs requirements-celery.txt; imported only where it is used.

What is true stands in Redis records (records.py): orders, who wants them, how they ended. A Celery message only says “have a look at this
picture”. So a message that is lost, late or delivered twice changes nothing: lost ones are sent again by the desk, and a second look finds
the work claimed or done. Pictures go to the store, never through the broker; photographs
are lent (lending.py) and stand nowhere.
"""
