"""Pages and dialogs beside the desks: first start, recovery code, backups, people, office, check, help."""
