package io.backstory.store;

class SqliteSessionStoreTest extends SessionStoreContract {

    @Override
    SessionStore open() {
        return sqlite();
    }
}
