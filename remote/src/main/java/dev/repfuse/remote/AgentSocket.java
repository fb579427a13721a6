package dev.repfuse.remote;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.agent.SshAgent;
import org.apache.sshd.agent.SshAgentFactory;
import org.apache.sshd.agent.SshAgentServer;
import org.apache.sshd.agent.common.AbstractAgentProxy;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/** The user's agent of SSH, which signs with keys that it does not give away. */
final class AgentSocket implements SshAgentFactory {
  private static final int LARGEST_REPLY = 1 << 20;

  private final Path socket;

  AgentSocket(Path socket) {
    this.socket = socket;
  }

  /** That of the one which the environment names, if it does. */
  static Optional<Path> usual() {
    return Optional.ofNullable(System.getenv("SSH_AUTH_SOCK")).map(Path::of).filter(Files::exists);
  }

  @Override
  public List<ChannelFactory> getChannelForwardingFactories(FactoryManager manager) {
    return List.of();
  }

  @Override
  public SshAgent createClient(Session session, FactoryManager manager) throws IOException {
    return new Client(socket);
  }

  @Override
  public SshAgentServer createServer(ConnectionService service) {
    throw new UnsupportedOperationException("agents are not forwarded");
  }

  /** One conversation with it; each message is a length of four bytes and so many bytes. */
  private static final class Client extends AbstractAgentProxy {
    private final SocketChannel channel;

    Client(Path socket) throws IOException {
      super(null);
      channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      channel.connect(UnixDomainSocketAddress.of(socket));
    }

    @Override
    public boolean isOpen() {
      return channel.isOpen();
    }

    @Override
    protected synchronized Buffer request(Buffer buffer) throws IOException {
      ByteBuffer message = ByteBuffer.wrap(buffer.array(), buffer.rpos(), buffer.available());
      while (message.hasRemaining()) {
        channel.write(message);
      }
      int length = read(Integer.BYTES).getInt();
      if (length < 0 || length > LARGEST_REPLY) {
        throw new IOException("the agent of SSH answers with %d bytes".formatted(length));
      }
      return new ByteArrayBuffer(read(length).array());
    }

    private ByteBuffer read(int length) throws IOException {
      ByteBuffer bytes = ByteBuffer.allocate(length);
      while (bytes.hasRemaining()) {
        if (channel.read(bytes) < 0) {
          throw new EOFException("the agent of SSH hung up");
        }
      }
      return bytes.flip();
    }

    @Override
    public void close() throws IOException {
      channel.close();
      super.close();
    }
  }
}
