"""The review of questions that no approved answer covered: what arrives, what is listed, what reviewers decide, and who is told."""
