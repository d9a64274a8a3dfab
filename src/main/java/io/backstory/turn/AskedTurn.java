package io.backstory.turn;

import io.backstory.chat.ReplyHead;

/** A turn a provider has answered whole. */
record AskedTurn(ReplyHead head, RecordedReply.Recording recording) {}
