package io.backstory.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The files of one database, held by this process alone: leases live in memory, so two processes on one file would not
 * see each other's. The lock is on {@code <database>.lock} and ends with the process.
 */
final class SqliteFiles implements AutoCloseable {
    /** Locks and shared memory of these cannot be trusted. */
    private static final Set<String> NETWORK =
            Set.of("nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "ncpfs", "afs", "fuse.sshfs");

    /** A second lock file handle of this process must never be opened: closing it would release the first one's lock. */
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    private final Path database;
    private final FileChannel lock;

    private SqliteFiles(Path database, FileChannel lock) {
        this.database = database;
        this.lock = lock;
    }

    /**
     * Makes the directory (0700) and the file (0600) where they are missing, and takes the lock.
     *
     * @throws IOException with a text for the operator
     */
    static SqliteFiles claim(Path path) throws IOException {
        Path database = path.toAbsolutePath().normalize();
        Path directory = database.getParent();
        if (directory == null) {
            throw new IOException(path + " names no file");
        }
        try {
            return claim(database, directory);
        } catch (FileSystemException failure) {
            throw new IOException(database + " cannot be opened: " + reason(failure), failure);
        }
    }

    private static SqliteFiles claim(Path database, Path directory) throws IOException {
        makeDirectory(directory);
        refuseNetwork(directory);
        Path real = directory.toRealPath().resolve(database.getFileName());
        if (!OPEN.add(real)) {
            throw inUse(real);
        }
        try {
            SqliteFiles files = new SqliteFiles(real, lock(real));
            files.makeFile();
            return files;
        } catch (IOException | RuntimeException e) {
            OPEN.remove(real);
            throw e;
        }
    }

    /** The JDK's exceptions say what went wrong by their class and give the path alone as message. */
    private static String reason(FileSystemException failure) {
        if (failure instanceof AccessDeniedException) {
            return "this process may not write " + failure.getFile();
        } else if (failure instanceof FileAlreadyExistsException) {
            return failure.getFile() + " is no directory";
        } else if (failure instanceof NoSuchFileException) {
            return failure.getFile() + " does not exist and cannot be made";
        }
        return failure.toString();
    }

    Path database() {
        return database;
    }

    @Override
    public void close() throws IOException {
        lock.close();
        OPEN.remove(database);
    }

    static void refuseNetwork(String type, Path directory) throws IOException {
        if (NETWORK.contains(type.toLowerCase(Locale.ROOT))) {
            throw new IOException(
                    directory + " is on a network file system (" + type + "), which cannot keep a database safe");
        }
    }

    private static void refuseNetwork(Path directory) throws IOException {
        refuseNetwork(Files.getFileStore(directory).type(), directory);
    }

    private static void makeDirectory(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Files.createDirectories(directory);
        permit(directory, "rwx------");
    }

    private void makeFile() throws IOException {
        if (Files.notExists(database)) {
            Files.createFile(database);
        }
        permit(database, "rw-------");
    }

    private static void permit(Path path, String permissions) throws IOException {
        PosixFileAttributeView posix = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (posix != null) {
            posix.setPermissions(PosixFilePermissions.fromString(permissions));
        }
    }

    private static FileChannel lock(Path database) throws IOException {
        Path file = database.resolveSibling(database.getFileName() + ".lock");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock taken = channel.tryLock();
        if (taken == null) {
            channel.close();
            throw inUse(database);
        }
        permit(file, "rw-------");
        return channel;
    }

    private static IOException inUse(Path database) {
        return new IOException(database + " is in use by another Backstory; one database serves one process");
    }
}
