"""The pages (页面): layout only, one file a page; what they do is in the workspace and the verbs."""
