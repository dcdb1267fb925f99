"""One step a version; a step is never changed once it was released."""
