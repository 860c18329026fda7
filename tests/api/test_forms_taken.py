"""Every kind of material that a measure may ask for can be filed over HTTP."""

from api.forms import FORMS
from domain.regimes.model import Form


def test_every_form_is_taken() -> None:
    assert {x.model_fields["form"].default for x in FORMS} == {str(x) for x in Form}
