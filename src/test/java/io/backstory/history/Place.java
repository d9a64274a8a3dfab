package io.backstory.history;

/** A session of a tenant. */
record Place(String tenant, String session) {}
