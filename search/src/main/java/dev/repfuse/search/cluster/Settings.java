package dev.repfuse.search.cluster;

import com.hazelcast.config.ClassFilter;
import com.hazelcast.config.Config;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.NetworkConfig;

/** How Hazelcast is set up on both sides: it speaks to nobody but who was named. */
final class Settings {
  /** The executor that candidates go through. */
  static final String CANDIDATES = "candidates";

  /** The map with the files that a worker needs. */
  static final String FILES = "files";

  /** The map of workers that have all that they need. */
  static final String READY = "ready";

  /** How many candidates a worker evaluates at once. */
  static final String SLOTS = "slots";

  static {
    // It tells of itself before it reads its configuration.
    System.setProperty("hazelcast.logging.type", "none");
  }

  private Settings() {}

  /** Of a search that listens. */
  static Config listening(Endpoint named) {
    Endpoint at = named.resolved();
    Config config = common();
    NetworkConfig network = config.getNetworkConfig();
    network.setPort(at.port()).setPortAutoIncrement(false).setPublicAddress(at.toString());
    network.getInterfaces().setEnabled(true).addInterface(at.host());
    config.getMapConfig(FILES).setBackupCount(0);
    return config;
  }

  /** Of a worker, which keeps no data of others. */
  static Config joining(Endpoint search, int slots) {
    Config config = common();
    config.setLiteMember(true);
    config.getMemberAttributeConfig().setAttribute(SLOTS, Integer.toString(slots));
    config.getExecutorConfig(CANDIDATES).setPoolSize(slots);
    config.getNetworkConfig().setPort(Endpoint.PORT + 1).setPortAutoIncrement(true);
    config.getNetworkConfig().getJoin().getTcpIpConfig().addMember(search.resolved().toString());
    return config;
  }

  private static Config common() {
    Config config = new Config("repfuse");
    config.setClusterName("repfuse-search");
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.shutdownhook.enabled", "false");
    config.setProperty("hazelcast.socket.bind.any", "false");
    config.setProperty("hazelcast.socket.server.bind.any", "false");
    // A worker that no longer answers is given up after 20 s, one that died at once.
    config.setProperty("hazelcast.heartbeat.interval.seconds", "2");
    config.setProperty("hazelcast.max.no.heartbeat.seconds", "20");
    config.setProperty("hazelcast.max.join.seconds", "30");
    JoinConfig join = config.getNetworkConfig().getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true);
    config
        .getSerializationConfig()
        .addDataSerializableFactory(Messages.FACTORY, new Messages())
        .setJavaSerializationFilterConfig(nothingButHazelcast());
    return config;
  }

  /** No object of another class is made out of bytes that come in. */
  private static JavaSerializationFilterConfig nothingButHazelcast() {
    ClassFilter own = new ClassFilter();
    own.addPrefixes("com.hazelcast.", "java.lang.", "java.util.concurrent.");
    return new JavaSerializationFilterConfig().setWhitelist(own);
  }
}
