using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Concurrency.EndToEnd.Hosts;

/// <summary>Hosts on one switch: network namespaces of their own, made with ip(8), and gone with the test.</summary>
internal sealed partial class Network : IDisposable
{
    /// <summary>Why none can be made here; null where one can.</summary>
    public static readonly Lazy<string?> Obstacle = new(FindObstacle);

    private const int NewNetwork = 0x40000000; // CLONE_NEWNET

    private readonly List<string> _namespaces = [];
    private readonly string _prefix = string.Create(CultureInfo.InvariantCulture, $"concurrency-{Environment.ProcessId}-{Random.Shared.Next():x8}");
    private readonly string _switch;

    public Network()
    {
        try
        {
            _switch = AddNamespace("switch");
            Ip($"-netns {_switch} link add bridge up type bridge");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Adds a host that reaches all others.</summary>
    public Host Add(string name, IPAddress address)
    {
        var host = AddHost(name, address);
        Ip($"-netns {_switch} link add {name} type veth peer name eth0 netns {host.Namespace}");
        Ip($"-netns {_switch} link set {name} master bridge up");
        Ip($"-netns {host.Namespace} address add {address}/24 dev eth0");
        Ip($"-netns {host.Namespace} link set eth0 up");
        return host;
    }

    /// <summary>Adds a host that reaches nobody but itself.</summary>
    public Host AddAlone(string name, IPAddress address)
    {
        var host = AddHost(name, address);
        Ip($"-netns {host.Namespace} address add {address}/32 dev lo");
        return host;
    }

    /// <summary>From now on nothing comes to the host or from it, and nobody is told.</summary>
    public void Unplug(Host host) => Ip($"-netns {_switch} link set {host.Name} nomaster");

    public void Plug(Host host) => Ip($"-netns {_switch} link set {host.Name} master bridge");

    public void Dispose()
    {
        foreach (var name in _namespaces) Ip($"netns delete {name}");
    }

    private static string? FindObstacle()
    {
        if (!OperatingSystem.IsLinux()) return "Network namespaces are Linux's.";
        if (!Environment.IsPrivilegedProcess) return "Only root can make hosts of their own.";
        try
        {
            new Network().Dispose();
            return null;
        }
        catch (Exception e)
        {
            return $"No hosts of their own can be made here: {e.Message}";
        }
    }

    private Host AddHost(string name, IPAddress address)
    {
        var host = new Host(name, AddNamespace(name), address);
        Ip($"-netns {host.Namespace} link set lo up");
        return host;
    }

    private string AddNamespace(string name)
    {
        var full = $"{_prefix}-{name}";
        Ip($"netns add {full}");
        _namespaces.Add(full);
        return full;
    }

    private static void Ip(string arguments)
    {
        using var ip = Process.Start(new ProcessStartInfo("ip", arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        var error = ip.StandardError.ReadToEnd();
        ip.WaitForExit();
        if (ip.ExitCode != 0) throw new InvalidOperationException($"'ip {arguments}' said: {error.Trim()}");
    }

    /// <param name="Name">On the switch.</param>
    internal sealed partial record Host(string Name, string Namespace, IPAddress Address)
    {
        /// <summary>What runs a command there.</summary>
        public IReadOnlyList<string> Runner { get; } = ["ip", "netns", "exec", Namespace];

        /// <summary>Makes a socket there; it stays there whoever uses it.</summary>
        public Socket NewSocket()
        {
            Socket? socket = null;
            Exception? failure = null;
            // The thread moves there, and is not used again.
            var thread = new Thread(() =>
            {
                try
                {
                    using var place = File.OpenHandle($"/run/netns/{Namespace}");
                    if (SetNamespace((int)place.DangerousGetHandle(), NewNetwork) != 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
                    socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                }
                catch (Exception e)
                {
                    failure = e;
                }
            });
            thread.Start();
            thread.Join();
            return socket ?? throw new InvalidOperationException($"There is no socket of {Name}.", failure);
        }

        /// <summary>Makes a socket that is bound to the host's address, or another that it takes for its own.</summary>
        public Socket Bound(int port, IPAddress? address = null)
        {
            var socket = NewSocket();
            socket.Bind(new IPEndPoint(address ?? Address, port));
            return socket;
        }

        [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
        private static partial int SetNamespace(int file, int kind);
    }
}
