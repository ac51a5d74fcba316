"""From one master: the student's notebook, the solutions, the teacher's notes, forms for other graders."""
