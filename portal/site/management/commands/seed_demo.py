import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from accounts.actions.divisions import load_divisions
from accounts.actions.places import load_places
from portal.site.demo.calls import (
    close_last_year,
    make_hotlines,
    open_calls,
    open_remaining,
    open_this_year,
    prepare_next_year,
    set_budgets,
)
from portal.site.demo.disbursement import pay_for_hired
from portal.site.demo.filings import Filing, backdate, file_last_year, file_this_year
from portal.site.demo.handovers import make_handovers
from portal.site.demo.legacy import make_legacy
from portal.site.demo.notices import make_notices
from portal.site.demo.operators import make_operators
from portal.site.demo.own import file_for_themselves, open_own_calls
from portal.site.demo.people import all_have_agreed, make_companies, make_individual, make_staff
from portal.site.demo.register import make_register
from portal.site.demo.rights import make_data_requests
from programs.actions.definitions import load_programs
from programs.models import Program


class Command(BaseCommand):
    help = "Fill an empty database with companies, people and two years of filings."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        load_places("suzhou")
        load_divisions()
        load_programs()
        program = Program.objects.get(slug="contribution_award")
        make_hotlines(program)
        staff, clerks = make_staff(), make_companies()
        person = make_individual()
        make_operators(clerks["hr_gusu"])
        make_legacy()
        make_register()
        make_handovers(clerks)
        open_own_calls()
        hiring = open_this_year("hiring_subsidy")
        file_for_themselves(clerks["hr_gusu"], staff)
        make_data_requests(person)
        pay_for_hired(hiring, clerks["hr_sip"], staff)
        make_notices(hiring, clerks["hr_sip"], staff)
        all_have_agreed()
        last_year, this_year = open_calls(program)
        old = file_last_year(Filing(last_year, staff), clerks)
        new = file_this_year(Filing(this_year, staff), clerks)
        close_last_year(last_year)
        assert last_year.closes_at
        backdate(old, last_year.closes_at, spread=dt.timedelta(days=50))
        backdate(new, timezone.now() - dt.timedelta(days=3), spread=dt.timedelta(days=20))
        open_remaining()
        set_budgets(this_year)
        prepare_next_year(this_year, staff["manager"])
        self.stdout.write(f"{len(old)} applications of last year, {len(new)} of this year")
