package io.backstory.dialect;

import io.backstory.chat.Bytes;

/** An error as a door answers it while it can still choose the status. */
public record ErrorReply(int status, String contentType, Bytes body) {}
