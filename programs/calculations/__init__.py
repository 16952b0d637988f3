"""How much a person is to get: pure functions of answers and the year's figures.

Each returns the amount and its working, the rows that applicant and reviewer alike are shown, and
the reasons why there is nothing to get. The figures are parameters of the programme's definition;
where they come from stands in its file.
"""

from .allowances import car_plate_subsidy, graduate_allowance
from .awards import contribution_award, high_end_award, permit_tax_award
from .base import Calculation
from .hiring import hiring_subsidy, recruitment_incentive
from .homes import (
    home_purchase_first,
    home_purchase_grant,
    home_purchase_second,
    rent_grant,
    rental_subsidy,
)
from .referral import social_referral_award
from .shortage import key_shortage

CALCULATIONS: dict[str, Calculation] = {
    "contribution_award": contribution_award,
    "home_purchase_first": home_purchase_first,
    "home_purchase_second": home_purchase_second,
    "rental_subsidy": rental_subsidy,
    "car_plate_subsidy": car_plate_subsidy,
    "graduate_allowance": graduate_allowance,
    "hiring_subsidy": hiring_subsidy,
    "high_end_award": high_end_award,
    "permit_tax_award": permit_tax_award,
    "home_purchase_grant": home_purchase_grant,
    "rent_grant": rent_grant,
    "recruitment_incentive": recruitment_incentive,
    "social_referral_award": social_referral_award,
    "key_shortage": key_shortage,
}
