"""Pure scoring and allocation: numbers in, results out."""
