"""What a wrong value of a field is told to become."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pydantic_core import PydanticCustomError

from multipolar.scenario.fields import economy_text, rate, slug


@pytest.mark.parametrize(
    ("check", "value", "said"),
    [
        (slug, "åtgärder 2022", "Write atgarder-2022."),
        (slug, "Ça ira", "Write ca-ira."),
        (rate, -0.9, "-0.9 is negative. Write 0 for none."),
        (economy_text, "XXX", "Write an ISO 3166 alpha-3 code such as SWE, a name, or a bloc such as EU."),
    ],
)
def test_the_remedy_fits_the_value(check: Callable[[Any], Any], value: object, said: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        check(value)
    assert said in caught.value.message()
