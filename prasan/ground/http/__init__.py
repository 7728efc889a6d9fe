"""HTTP: the shape of requests and answers. Gates, idempotency, key-set paging, and errors as polite pages or problem JSON."""
