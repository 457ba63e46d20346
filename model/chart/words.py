"""How a chart writes probabilities."""


def percent(probability: float) -> str:
    """Write a probability for a person: as exact as it matters, and never 100 %."""
    if probability >= 0.9995:
        return ">99.9 %"
    if 0.01 <= probability < 0.99:
        return f"{100 * probability:.0f} %"
    return f"{100 * probability:.1f} %"


def whole_percent(probability: float) -> str:
    """Write a probability as a whole number from 1 % to 99 %: nothing is quite sure."""
    return f"{min(99, max(1, round(100 * probability)))} %"
