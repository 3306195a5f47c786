"""What a panel's marks say about the panel (评委评分分析): advice for people, never a correction.

No mark is removed, weighted or replaced here. ``measures`` are exact; ``alarms`` are set by
simulating honest panels of the same shape, to a stated number of false alarms per project.
"""

from scoring.panel_lab.alarms import Alarm, Thresholds, alarms, honest_thresholds
from scoring.panel_lab.calibration import Calibration, calibrate
from scoring.panel_lab.marks import Marks
from scoring.panel_lab.measures import Agreement, agreement, halo, severity, spread

__all__ = [
    "Agreement",
    "Alarm",
    "Calibration",
    "Marks",
    "Thresholds",
    "agreement",
    "alarms",
    "calibrate",
    "halo",
    "honest_thresholds",
    "severity",
    "spread",
]
