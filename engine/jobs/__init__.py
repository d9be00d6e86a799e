"""Pictures now or later: in this process, or on Celery workers. The same orders, the same reports.

    Order --submit--> Ticket --follow--> Report (queued, processing, done with a Result, failed with a reason, cancelled)

desk = LocalDesk(generator, store); desk.start()
ticket = desk.submit(Order(recipe=recipe, client="somebody"))
desk.follow(ticket.id).result(timeout=10).result.name
"""

from engine.jobs.desk import Desk, Load
from engine.jobs.faults import (
    BrokerUnavailableError,
    BusyError,
    JobConflictError,
    JobNotFoundError,
    TooManyJobsError,
)
from engine.jobs.journal import Journal
from engine.jobs.local import LocalDesk
from engine.jobs.names import is_job_id, job_id_for, new_job_id
from engine.jobs.order import Matching, Order, Report, Result, Sight, Ticket
from engine.jobs.watch import Watch
from engine.jobs.work import Made

__all__ = [
    "BrokerUnavailableError",
    "BusyError",
    "Desk",
    "JobConflictError",
    "JobNotFoundError",
    "Journal",
    "Load",
    "LocalDesk",
    "Made",
    "Matching",
    "Order",
    "Report",
    "Result",
    "Sight",
    "Ticket",
    "TooManyJobsError",
    "Watch",
    "is_job_id",
    "job_id_for",
    "new_job_id",
]
