"""The schema, as small numbered steps that run once each, in order.

A step that has been released is never edited: the next change is the next step. Foreign keys are checked at once, not
at the commit: a late failure would take the other jobs of the writer's batch with it.
"""

from store.schema.auto_renewals import m011_auto_renewals
from store.schema.conditions import m009_conditions
from store.schema.delivery import m013_delivery
from store.schema.forms import m006_forms
from store.schema.foundation import m001_people, m002_servers, m003_operations, m004_updates
from store.schema.in_time import m007_in_time
from store.schema.inspections import m008_inspections
from store.schema.money import m005_money
from store.schema.reminders import m010_reminders
from store.schema.schedules import m012_schedules
from store.sqlite_utils_alone import Migrations

__all__ = ["MIGRATIONS", "STEPS"]

STEPS = (
    m001_people,
    m002_servers,
    m003_operations,
    m004_updates,
    m005_money,
    m006_forms,
    m007_in_time,
    m008_inspections,
    m009_conditions,
    m010_reminders,
    m011_auto_renewals,
    m012_schedules,
    m013_delivery,
)
MIGRATIONS = Migrations("apabot")
for _step in STEPS:
    MIGRATIONS()(_step)
