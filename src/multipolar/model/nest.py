"""Nests of constant elasticity, in changes: production, final demand, and channels such as currencies or routes.

With baseline shares ``s`` (summing to one) and an elasticity of substitution ``e`` the price index and new shares are

    P_hat = (sum_c s_c * p_hat_c**(1 - e)) ** (1 / (1 - e)),        s'_c = s_c * (p_hat_c / P_hat)**(1 - e)

At ``e = 1`` this is Cobb-Douglas: ``P_hat = prod_c p_hat_c**s_c``, shares constant. Channels are written with
``phi = e - 1 > 0``, the elasticity of relative use, as in gravity. The forms below work on logs and go through the
limit ``e -> 1`` without loss of digits, since ``log(sum_c s_c * exp(g * x_c)) = log1p(sum_c s_c * expm1(g * x_c))``.
"""

from __future__ import annotations

import numpy as np

from multipolar.arrays import Array

# So close to one, the nest differs from Cobb-Douglas by less than rounding.
COBB_DOUGLAS = 1e-9
# Beyond this exponent the sum is taken with its largest term set apart.
LARGEST_EXPONENT = 500.0


def is_cobb_douglas(elasticity: float) -> bool:
    """Whether an elasticity of substitution is one for all purposes."""
    return abs(elasticity - 1.0) < COBB_DOUGLAS


def log_index(share: Array, log_price: Array, elasticity: float) -> Array:
    """Log change of the nest's price, over the last axis.

    Parameters
    ----------
    share : (..., C) baseline shares, summing to one over the last axis.
    log_price : (..., C) log changes; ``+inf`` is a member that is closed, all closed gives ``+inf``. A member without
        baseline share plays no part, whatever its price.
    elasticity : of substitution, at least zero.
    """
    used = np.where(share > 0, log_price, 0.0)
    if is_cobb_douglas(elasticity):
        return np.asarray((share * used).sum(axis=-1))
    power = (1.0 - elasticity) * used
    top = power.max(axis=-1, keepdims=True)
    if not np.isfinite(top).all():
        return _with_closed(share, used, elasticity)
    # Small changes keep their digits through expm1; large ones are first brought into range.
    shift = np.where(np.abs(top) > LARGEST_EXPONENT, top, 0.0)
    terms = (share * np.expm1(power - shift)).sum(axis=-1)
    # The shares sum to one only up to rounding, which must not read as a change of price.
    log_sum = np.log1p(terms) + shift[..., 0]
    return np.asarray(log_sum / (1.0 - elasticity))


def _with_closed(share: Array, log_price: Array, elasticity: float) -> Array:
    """The index where the largest power is infinite: all members closed, or one needed member (e < 1) closed."""
    power = (1.0 - elasticity) * log_price
    top = power.max(axis=-1, keepdims=True)
    safe = np.where(np.isfinite(top), top, 0.0)
    finite_power = np.where(np.isfinite(top), power, -np.inf)
    total = (share * np.exp(finite_power - safe)).sum(axis=-1)
    with np.errstate(divide="ignore"):
        index = (np.log(total) + safe[..., 0]) / (1.0 - elasticity)
    return np.asarray(np.where(np.isfinite(top[..., 0]), index, np.inf))


def new_shares(share: Array, log_price: Array, elasticity: float) -> Array:
    """(..., C) value shares after the change; they sum to one unless all members are closed, then to zero."""
    if is_cobb_douglas(elasticity):
        return share
    index = log_index(share, log_price, elasticity)[..., None]
    used = np.where(share > 0, log_price, 0.0)
    open_nest = np.isfinite(index)
    with np.errstate(invalid="ignore"):
        power = (1.0 - elasticity) * (used - np.where(open_nest, index, 0.0))
    return np.asarray(np.where(open_nest, share * np.exp(np.where(open_nest, power, 0.0)), 0.0))


def channel_log_cost(share: Array, log_cost: Array, phi: float) -> Array:
    """``log (sum_c s_c * cost_c**-phi)**(-1/phi)`` over the last axis; ``phi`` is the elasticity of relative use."""
    return log_index(share, log_cost, 1.0 + phi)


def channel_shares(share: Array, log_cost: Array, phi: float) -> Array:
    """Shares of channels after the change, ``s_c * (cost_c / cost)**-phi``."""
    return new_shares(share, log_cost, 1.0 + phi)
