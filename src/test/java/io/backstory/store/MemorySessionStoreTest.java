package io.backstory.store;

class MemorySessionStoreTest extends SessionStoreContract {

    @Override
    SessionStore open() {
        return new MemorySessionStore(clock);
    }
}
