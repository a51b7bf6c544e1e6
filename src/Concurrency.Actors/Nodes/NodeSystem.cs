using System.Net.Sockets;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Concurrency.Actors.Configuration;
using Concurrency.Actors.Gateway;
using Concurrency.Actors.Storage;
using Concurrency.Actors.Workers;

namespace Concurrency.Actors.Nodes;

/// <summary>Makes the actor system of a node, or says in one sentence why there can be none.</summary>
internal static class NodeSystem
{
    public const string Name = "concurrency";

    /// <summary>A worker or a driver is an identity, not a place: it dials, and is answered over the connection that it opened.</summary>
    /// <param name="listen">Where it listens nevertheless; null for nowhere but this machine.</param>
    /// <param name="advertise">What others call it; null for its name.</param>
    public static ActorSystem OfPeer(string name, HostPort? listen, HostPort? advertise, NodeSecurity security, Config config, JobStorage? storage = null)
    {
        var called = advertise ?? new HostPort(name, listen?.Port ?? 0);
        return Create(Remote("remote", listen ?? new("127.0.0.1", 0), called).WithFallback(config), security, storage);
    }

    public static ActorSystem OfSeed(HostPort listen, HostPort advertise, NodeSecurity security, Config config, JobStorage? storage = null) =>
        Create(Remote("cluster", listen, advertise).WithFallback(config), security, storage);

    /// <param name="storage">Where its coordinator keeps jobs, still to be opened; null for nowhere.</param>
    /// <exception cref="BadSettingException">The configuration cannot be, or the port is taken.</exception>
    public static ActorSystem Create(Config config, NodeSecurity security, JobStorage? storage = null)
    {
        ActorSystem? system = null;
        try
        {
            config = security.Configuration.WithFallback(config);
            if (storage is not null) config = config.WithFallback(storage.Configuration);
            Setup[] setups = [.. security.Setups, .. storage?.Setups ?? []];
            // Given setups, Akka reads the application's XML configuration too, which nobody has, and loads all that it takes to do so.
            system = setups.Length == 0
                ? ActorSystem.Create(Name, config)
                : ActorSystem.Create(Name, ActorSystemSetup.Create([BootstrapSetup.Create().WithConfig(config), .. setups]));
            // Looked up now, because an executor that finds its dispatcher broken would only be silent.
            system.Dispatchers.Lookup(Worker.ComputeDispatcher);
            return system;
        }
        catch (Exception e)
        {
            _ = system?.Terminate();
            throw new BadSettingException(Sentence(e, config));
        }
    }

    private static Config Remote(string provider, HostPort listen, HostPort advertise) => ConfigurationFactory.ParseString($$"""
        akka.actor.provider = {{provider}}
        akka.remote.dot-netty.tcp {
          hostname = "{{listen.Host}}"
          port = {{listen.Port}}
          public-hostname = "{{advertise.Host}}"
          public-port = {{advertise.Port}}
        }
        """ + "\n");

    private static string Sentence(Exception e, Config config)
    {
        var place = new HostPort(config.GetString("akka.remote.dot-netty.tcp.hostname", ""), config.GetInt("akka.remote.dot-netty.tcp.port", 0));
        return Causes(e).OfType<SocketException>().FirstOrDefault()?.SocketErrorCode switch
        {
            SocketError.AddressAlreadyInUse => $"{place} is taken: something listens there already. Choose another place with --listen.",
            SocketError.AddressNotAvailable => $"{place} is no address of this machine; 0.0.0.0 is all of them.",
            SocketError.AccessDenied => $"{place} may not be listened at: ports below 1024 are for the system. Choose another with --listen.",
            // Our own settings are checked one by one before; this is about one of Akka's, which says no in many ways.
            _ => $"The engine does not start with this configuration: {e.Message}",
        };
    }

    private static IEnumerable<Exception> Causes(Exception e) => e is AggregateException many
        ? many.InnerExceptions.SelectMany(Causes)
        : e.InnerException is { } inner ? [e, .. Causes(inner)] : [e];
}
