"""The workspace (工作区): a project folder together with its record in the store.

Pages and other doors act on a project only through here: a verb is called, and what it
drafts is appended to the record all or not at all. Mistakes come back as findings.
"""

from tender.workspace.folder import (
    keep_upload,
    open_sample,
    project_folders,
    save_book_text,
    store_at,
)
from tender.workspace.look import Look
from tender.workspace.marking import Kept, Progress
from tender.workspace.phase import Phase
from tender.workspace.project import Papers, Workspace

__all__ = [
    "Kept",
    "Look",
    "Papers",
    "Phase",
    "Progress",
    "Workspace",
    "keep_upload",
    "open_sample",
    "project_folders",
    "save_book_text",
    "store_at",
]
