from plans.leakguard.findings import MARK, Finding, Scan
from plans.leakguard.guard import LeakGuard

__all__ = ["MARK", "Finding", "LeakGuard", "Scan"]
