using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using Concurrency.Core.Ledger;
using Concurrency.Core.Units;

namespace Concurrency.Core.Tests.Ledger;

/// <summary>
/// A cluster on paper, driven by a seed: workers that run, fail, die, forget and come back, over a network that loses, doubles and
/// delays, with a coordinator that takes the living for dead and restarts from its events. After the chaos comes calm, in which the job
/// must end.
/// </summary>
internal sealed class Chaos
{
    private const int ChaosSteps = 400;
    private const int CalmSteps = 20_000;

    /// <summary>
    /// Deaths by accident that condemn nobody: a unit is condemned by 3 while it is isolated. Before, it takes 2 to isolate it, unless
    /// killers do that.
    /// </summary>
    private const int HarmlessDeaths = 4;
    private const int HarmlessDeathsBesideKillers = 2;

    /// <summary>
    /// In calm, a killer is found in a few deaths: 5 halve the at most 16 leases that run beside it to none, 7 halve its lease to a unit
    /// on the way, and 3 condemn it; one is laid at another's door whenever an outcome is still on its way.
    /// </summary>
    private const int DeathsToFindAKiller = 20;

    private readonly Random _random;
    private readonly List<Node> _nodes;
    private readonly List<Action> _toCoordinator = [];
    private readonly List<LedgerEvent> _journal = [];

    // What all events before a place in the journal come to.
    private (JobSnapshot State, int Events)? _snapshot;
    private readonly JobTerms _terms;
    private readonly HashSet<long> _poison;
    private readonly HashSet<long> _killers;
    private readonly bool _mayCancel;
    private DateTimeOffset _now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private JobLedger _ledger;
    private ulong _epoch = 1;
    private int _accidentsLeft;
    private int _deathsInCalm;
    private bool _calm;

    public Chaos(int seed)
    {
        _random = new Random(seed);
        var units = _random.Next(1, 80);
        var traits = new WorkloadTraits { Speculative = Chance(0.5), Grain = _random.Next(1, 6), Pace = Chance(0.1) ? 50 : null };
        _terms = new(units, traits, Chance(0.5) ? _random.Next(1, 20) : null, Rules.Usual);
        _ledger = NewLedger();
        // Slots, or shares of them.
        var most = Chance(0.5) ? 4 : 17;
        _nodes = [.. Enumerable.Range(0, _random.Next(1, 5)).Select(i => new Node($"node-{i}", _random.Next(1, most)))];
        _poison = SomeUnits(Chance(0.4) ? 2 : 0);
        _killers = SomeUnits(Chance(0.4) ? 2 : 0);
        _accidentsLeft = _killers.Count == 0 ? HarmlessDeaths : HarmlessDeathsBesideKillers;
        _mayCancel = Chance(0.1);
    }

    public void Run()
    {
        for (var step = 0; step < ChaosSteps; step++)
        {
            Step();
            Check();
        }

        _calm = true;
        CalmDown();
        Assert.InRange(_deathsInCalm, 0, DeathsToFindAKiller * _killers.Count);
        if (_ledger.State.Status != JobStatus.Cancelled) CheckAnswer();
        if (_ledger.State.Status == JobStatus.Completed) return;

        // Whatever was wrong is mended, and what is not done is run after all.
        _poison.Clear();
        _killers.Clear();
        Decide(_ledger.Retry());
        Assert.Equal(JobStatus.Running, _ledger.State.Status);
        CalmDown();
        CheckAnswer();
    }

    private void CalmDown()
    {
        for (var step = 0; step < CalmSteps && !_ledger.State.Status.IsOver(); step++)
        {
            Step();
            Check();
        }

        Assert.True(_ledger.State.Status.IsOver(), $"the job never ended: {_ledger.State.Done.Count} of {_terms.Units} done");
        Assert.Empty(_ledger.Leases);
        CheckFold();
    }

    private void Step()
    {
        var node = _nodes[_random.Next(_nodes.Count)];
        switch (_random.Next(12))
        {
            case 0 or 1 or 2: Grant(node); break;
            case 3 or 4 or 5: RunOne(node); break;
            case 6 or 7: Deliver(); break;
            case 8: Resend(node); break;
            case 9: Tick(); break;
            case 10 when !_calm && Chance(0.3): Restart(); break;
            case 10 when Chance(0.3): _snapshot = (_ledger.Snapshot(), _journal.Count); break;
            case 10 when node.Held.Count > node.Slots: GiveBack(node); break;
            case 11 when !_calm && _accidentsLeft > 0 && Chance(0.1): HaveAccident(node); break;
            case 11 when Chance(0.1): Blink(node); break;
            case 11 when !_calm && _mayCancel && Chance(0.02): Decide(_ledger.Cancel()); break;
            default: Report(node); break;
        }
    }

    private void Grant(Node node)
    {
        if (node.Held.Count > node.Slots + 1) return;
        List<Lease> had = [.. _ledger.Leases.Where(lease => lease.Worker == node.Id)];
        if (had.Exists(lease => lease.IsIsolated)) return;
        var (idle, vacant) = (node.Held.Count < node.Slots, had.Count == 0 && node.Held.Count == 0);
        var lease = _ledger.Grant(new(node.Id, node.Name, _nodes.Sum(other => other.Slots), idle, vacant), _now);
        if (lease is null) return;

        Assert.True(vacant || !lease.IsIsolated, $"{lease.Range} is not alone");
        List<Lease> suspects = [.. had.Append(lease).Where(one => one.IsSuspect)];
        if (lease.IsSuspect && !lease.IsIsolated) Assert.InRange(suspects.Count, 1, suspects.Min(one => one.MaxSuspects));

        if (!_calm && Chance(0.1)) return;
        node.Held.Add(lease);
    }

    private void RunOne(Node node)
    {
        var running = node.Running.ToList();
        if (running.Count == 0) return;
        var lease = running[_random.Next(running.Count)];
        var units = Units(lease.Range);
        if (units.Exists(_killers.Contains))
        {
            if (_calm) _deathsInCalm++;
            Die(node);
            return;
        }

        if (units.Exists(_poison.Contains))
        {
            node.Results[lease.Id] = () => Decide(_ledger.Fail(lease.Id, "poison"));
        }
        else
        {
            var output = Output(lease.Range);
            var completion = new Completion(lease.Id, node.Id, lease.Range, output, TimeSpan.FromMilliseconds(_random.Next(1, 50)));
            node.Results[lease.Id] = () => Decide(_ledger.Done(completion, _now));
        }

        Send(node, lease);
    }

    private ChunkOutput Output(UnitRange range)
    {
        var backs = Chance(0.2)
            ? Units(range).Where(_ => Chance(_calm ? 0.1 : 0.5)).Select(unit => new HandBack(UnitRange.Of(unit), TimeSpan.FromSeconds(_random.Next(3)))
            {
                Avoid = Chance(0.5) ? new([$"node-{_random.Next(4)}"], [], TimeSpan.FromSeconds(_random.Next(1, 10))) : Avoid.Nobody,
                Note = Payload.FromText($"again {unit}"),
            }).ToList()
            : [];
        return new(Tally.Of(range.Except(backs.Select(back => back.Range)))) { HandBacks = [.. backs] };
    }

    /// <summary>A result reaches the coordinator now, later, twice, or not at all; the worker keeps it until it is answered.</summary>
    private void Send(Node node, Lease lease)
    {
        var result = node.Results[lease.Id];
        var incarnation = node.Id;
        var copies = _calm ? 1 : _random.Next(3);
        for (var i = 0; i < copies; i++)
        {
            _toCoordinator.Add(() =>
            {
                result();
                if (node.Id != incarnation) return;
                node.Held.RemoveAll(held => held.Id == lease.Id);
                node.Results.Remove(lease.Id);
            });
        }
    }

    private void Resend(Node node)
    {
        if (node.Held.Find(lease => node.Results.ContainsKey(lease.Id)) is { } lease) Send(node, lease);
    }

    private void Deliver()
    {
        if (_toCoordinator.Count == 0) return;
        var at = _calm ? 0 : _random.Next(_toCoordinator.Count);
        var message = _toCoordinator[at];
        _toCoordinator.RemoveAt(at);
        message();
    }

    private void GiveBack(Node node)
    {
        var last = node.Held[^1];
        if (node.Results.ContainsKey(last.Id)) return;
        node.Held.Remove(last);
        _toCoordinator.Add(() => _ledger.Return(last.Id));
    }

    private void Report(Node node)
    {
        foreach (var lease in node.Running) _ledger.Progress(lease.Id, _random.Next(-1, (int)lease.Range.Length + 2), _now);
    }

    private void HaveAccident(Node node)
    {
        _accidentsLeft--;
        if (Chance(0.5)) Die(node);
        else GiveUp(node.Id, node.Slots);
    }

    /// <summary>Whoever is heard of again before anything came of it has lost nothing, however often that happens.</summary>
    private void Blink(Node node)
    {
        GiveUp(node.Id, node.Slots);
        SayHello(node);
    }

    private void Die(Node node)
    {
        var dead = node.Id;
        node.Restart();
        _toCoordinator.Add(() => GiveUp(dead, node.Slots));
    }

    /// <summary>
    /// The coordinator takes a worker for dead, rightly or not: its first leases, as many as it has slots, count as begun. One that lives
    /// says so soon: see <see cref="Tick"/>.
    /// </summary>
    private void GiveUp(WorkerId dead, int slots)
    {
        List<LeaseId> leases = [.. _ledger.Leases.Where(lease => lease.Worker == dead).Select(lease => lease.Id)];
        Decide(_ledger.Lose([.. leases.Take(slots)], [.. leases.Skip(slots)], "the worker died"));
    }

    /// <summary>Time passes; whoever lives says which leases it has; what nobody has runs out.</summary>
    private void Tick()
    {
        var pause = TimeSpan.FromSeconds(_random.Next(1, 8));
        _now += pause;
        if (!_calm && Chance(0.1)) _ledger.Postpone(pause, _now);
        foreach (var node in _nodes) SayHello(node);
        Decide(_ledger.Expire(_now));
    }

    private void SayHello(Node node) => Decide(_ledger.Adopt(node.Id, [.. node.Held.Select(lease => (lease.Id, lease.Range))], _now));

    private void Restart()
    {
        CheckFold();
        _epoch++;
        _ledger = NewLedger();
        // The dead of before are nobody's news any more: a new coordinator knows no leases of theirs.
        foreach (var node in _nodes) SayHello(node);
    }

    private void Decide(Decision decision)
    {
        _journal.AddRange(decision.Events);
        foreach (var lease in decision.Revoked)
        {
            foreach (var node in _nodes.Where(node => node.Held.RemoveAll(held => held.Id == lease.Id) > 0)) node.Results.Remove(lease.Id);
        }
    }

    private void Check()
    {
        var state = _ledger.State;
        var leased = _ledger.Leases.Select(lease => lease.Range).Distinct().ToList();
        Assert.Equal(_terms.Units, state.Pending.Units + leased.Sum(range => range.Length) + state.Done.Count + state.FailedCount);
        Assert.All(leased, range => Assert.False(state.IsSettled(range)));
        Assert.All(_ledger.Leases.GroupBy(lease => lease.Range), twins => Assert.InRange(twins.Count(), 1, _terms.Traits.Speculative ? 2 : 1));
    }

    private void CheckFold()
    {
        foreach (var lease in _ledger.Leases.ToList()) _ledger.Return(lease.Id);
        CheckSame(_ledger.State, Fold(0, new(_terms, new Tally())));
        CheckSame(_ledger.State, NewLedger().State);
    }

    private static void CheckSame(JobState live, JobState folded)
    {
        Assert.Equal(live.Status, folded.Status);
        Assert.Equal(live.Done.Ranges.ToList(), folded.Done.Ranges.ToList());
        Assert.Equal(live.Failed, folded.Failed);
        Assert.Equal(Text(live.Pending), Text(folded.Pending));
        Assert.Equal(live.Total.Encode(), folded.Total.Encode());
        Assert.Equal((live.Chunks, live.Retries), (folded.Chunks, folded.Retries));
    }

    private static string Text(PendingRanges pending) => string.Join('\n', pending.Fragments);

    private void CheckAnswer()
    {
        var state = _ledger.State;
        var failed = state.Failed.SelectMany(units => Units(units.Range)).ToList();
        Assert.Equal(_poison.Concat(_killers).Distinct().Order(), failed.Order());
        Assert.Equal(failed.Count == 0 ? JobStatus.Completed : JobStatus.CompletedWithFailures, state.Status);
        var once = new UnitRange(0, _terms.Units).Except(failed.Select(UnitRange.Of));
        Assert.Equal(Tally.Of(once), state.Total.Encode());
    }

    private JobLedger NewLedger() => new(
        _snapshot is { } snapshot ? Fold(snapshot.Events, new(_terms, new Tally(), snapshot.State)) : Fold(0, new(_terms, new Tally())), _epoch);

    private JobState Fold(int from, JobState state)
    {
        foreach (var happened in _journal.Skip(from)) state.Apply(happened);
        return state;
    }

    private HashSet<long> SomeUnits(int most) => [.. Enumerable.Range(0, most).Select(_ => _random.NextInt64(_terms.Units))];

    private static List<long> Units(UnitRange range) => [.. Enumerable.Range(0, (int)range.Length).Select(i => range.From + i)];

    private bool Chance(double probability) => _random.NextDouble() < probability;

    private sealed class Node(string name, int slots)
    {
        public string Name { get; } = name;

        public int Slots { get; } = slots;

        public WorkerId Id { get; private set; } = new(name, 1);

        /// <summary>In the order granted: the first ones run.</summary>
        public List<Lease> Held { get; } = [];

        public IEnumerable<Lease> Running => Held.Where(lease => !Results.ContainsKey(lease.Id)).Take(Slots);

        /// <summary>Results that were not answered yet.</summary>
        public Dictionary<LeaseId, Action> Results { get; } = [];

        public void Restart()
        {
            Id = Id with { Incarnation = Id.Incarnation + 1 };
            Held.Clear();
            Results.Clear();
        }
    }
}
