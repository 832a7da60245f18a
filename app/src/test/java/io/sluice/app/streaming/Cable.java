package io.sluice.app.streaming;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * A network that can be cut: takes connections on one port and passes bytes to wherever the other end is at that moment, so
 * that a broker keeps its address when its container gets another port.
 */
final class Cable implements AutoCloseable {
    private final ServerSocket entrance;
    private final Supplier<OptionalInt> exit;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    /** @param exit the port, on loopback, that connections are passed to; empty while there is none */
    Cable(Supplier<OptionalInt> exit) throws IOException {
        this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.exit = exit;
        start("cable", this::accept);
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return entrance.getLocalPort();
    }

    /** Breaks every connection and takes none until {@link #mend}. */
    void cut() {
        cut = true;
        open.forEach(Cable::drop);
    }

    void mend() {
        cut = false;
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket near = entrance.accept();
                if (cut) {
                    drop(near);
                } else {
                    connect(near);
                }
            } catch (IOException closed) {
                // The loop ends with the entrance.
            }
        }
    }

    private void connect(Socket near) {
        try {
            OptionalInt port = exit.get();
            if (port.isEmpty()) {
                drop(near);
                return;
            }
            Socket far = new Socket(InetAddress.getLoopbackAddress(), port.getAsInt());
            open.add(near);
            open.add(far);
            start("cable-out", () -> pass(near, far));
            start("cable-in", () -> pass(far, near));
        } catch (IOException nobodyThere) {
            drop(near);
        }
    }

    private void pass(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException broken) {
            // As cables do; both ends notice.
        } finally {
            open.remove(from);
            open.remove(to);
            drop(from);
            drop(to);
        }
    }

    private static void drop(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // That is what was wanted.
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        cut();
    }
}
