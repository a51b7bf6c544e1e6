using Concurrency.Cli.Compare;
using static Concurrency.Cli.Tests.Compare.Figures;

namespace Concurrency.Cli.Tests.Compare;

/// <summary>What is said about figures of machines and jobs of many kinds.</summary>
public class ExplanationTests
{
    [Fact]
    public void Eight_processors_that_give_all_they_have()
    {
        var said = Explain(8, Section(Row(Serial, 8), Row(Threads(4), 2, processors: 4), Row(Threads(8), 1.02, processors: 7.9)));
        Says(said, "The job is CPU-bound: serial kept a processor busy 100 % of the time");
        Says(said, "there are 8.");
        Says(said, "The fastest, threads 8, is 7.84 times as fast as serial, about the 8 that 8 processors can give.");
        Says(said, "Threads 8 is 1.96 times as fast as threads 4. The efficiency is 100 % with 4 slots and 98 % with 8.");
        SaysNothingOf(said, "busy already", "overlap", "too small", "I/O");
    }

    [Fact]
    public void Fewer_slots_than_processors_bound_themselves() => Says(
        Explain(8, Section(Row(Serial, 8), Row(Threads(4), 2.1, processors: 4))),
        "is 3.81 times as fast as serial, about the 4 that 4 slots can give.");

    [Fact]
    public void Two_processors_have_nothing_for_eight_threads_that_four_do_not_use()
    {
        var said = Explain(2, Section(Row(Serial, 3), Row(Threads(4), 1.55, processors: 1.95), Row(Threads(8), 1.56, processors: 1.95)));
        Says(said, "The fastest, threads 4, is 1.94 times as fast as serial, about the 2 that 2 processors can give.");
        Says(said, "Nothing tells threads 8 from threads 4: their medians differ by 0.6 %; threads 4 keeps 2 processors busy already.");
        Says(said, "The efficiency is 48 % with 4 slots and 24 % with 8, where 2 processors can give about 50 % and 25 %.");
    }

    [Fact]
    public void More_threads_that_only_get_in_each_others_way()
    {
        var said = Explain(2, Section(Row(Serial, 3), Row(Threads(4), 1.6, processors: 1.95), Row(Threads(8), 2, processors: 1.95)));
        Says(said, "Threads 8 takes 1.25 times as long as threads 4; threads 4 keeps 2 processors busy already.");
    }

    [Fact]
    public void Half_used_processors_are_not_called_busy()
    {
        var said = Explain(4, Section(Row(Serial, 3), Row(Threads(4), 2, processors: 2), Row(Threads(8), 2, processors: 2)));
        Says(said, "is 1.50 times as fast as serial, of the 4 that 4 processors could give at most.");
        SaysNothingOf(said, "busy already");
    }

    [Fact]
    public void One_processor_gains_nothing()
    {
        var said = Explain(1, Section(Row(Serial, 3), Row(Threads(4), 3.01), Row(Threads(8), 3.02)));
        Says(said, "there is 1.");
        Says(said, "Nothing tells the fastest of the others, threads 4, from serial: their medians differ by 0.3 %.");
        Says(said, "threads 4 keeps 1 processor busy already.");
    }

    [Fact]
    public void Slower_than_serial_is_said_so()
    {
        var said = Explain(2, Section(Row(Serial, 1), Row(Threads(4), 1.5), Row(Threads(8), 2)));
        Says(said, "None is faster than serial: the next, threads 4, takes 1.50 times as long.");
        SaysNothingOf(said, "The fastest");
    }

    [Fact]
    public void More_than_the_processors_have_is_not_explained_away() => Says(
        Explain(2, Section(Row(Serial, 4), Row(Threads(4), 1))), "is 4.00 times as fast as serial, which is more than 2 processors can explain.");

    [Fact]
    public void What_serial_leaves_of_a_processor_is_there_for_others()
    {
        var said = Explain(2, Section(Row(Serial, 2.5, processors: 0.8), Row(Threads(4), 1.25, processors: 1.6), Row(Threads(8), 1, processors: 2)));
        Says(said, "The job is CPU-bound: serial kept a processor busy 80 % of the time");
        Says(said, "is 2.50 times as fast as serial, about the 2.50 that 2 processors can give.");
        Says(said, "The efficiency is 50 % with 4 slots and 31 % with 8, where 2 processors can give about 63 % and 31 %.");
        SaysNothingOf(said, "explain");
        Says(Explain(2, Section(Row(Serial, 2.5, processors: 0.8), Row(Threads(2), 0.9))), "which is more than 2 slots can explain.");
    }

    [Fact]
    public void A_serial_run_that_uses_more_than_a_processor_leaves_less()
    {
        var said = Explain(2, Section(Row(Serial, 3, processors: 1.31), Row(Threads(4), 2, processors: 1.97)));
        Says(said, "The job is CPU-bound: serial kept 1.31 processors busy on the average");
        Says(said, "is 1.50 times as fast as serial, about the 1.53 that 2 processors can give.");
        SaysNothingOf(said, "100 %");
    }

    [Fact]
    public void A_bound_that_is_reached_is_not_contradicted() => Says(
        Explain(2, Section(Row(Serial, 3), Row(Threads(4), 1.442, processors: 1.97), Row(Threads(8), 1.442, processors: 1.97))),
        "The efficiency is 52 % with 4 slots and 26 % with 8, where 2 processors can give about 50 % and 25 %.");

    [Fact]
    public void The_fastest_of_some_is_not_called_the_fastest_of_all()
    {
        Says(
            Explain(2, Section(Row(Serial, 1, processors: 0.1), Row(Threads(8), 1.5), Row(Threads(2, 64), 0.5))),
            "None of those with one at a time is faster than serial: the next, threads 8, takes 1.50 times as long.");
        Says(
            Explain(2, Section(Row(Serial, 1, processors: 0.1), Row(Threads(8), 1), Row(Threads(2, 64), 0.5))),
            "Nothing tells the fastest of those with one at a time, threads 8, from serial");
        Says(
            Explain(2, Section(Row(Scalar, 0.4), Row(Serial, 1), Row(Threads(8), 0.5))),
            "Of those in parallel with one at a time, the fastest, threads 8, is 2.00 times as fast as serial");
        Says(
            Explain(2, Section(Row(Serial, 1, processors: 0.1), Row(Threads(8), 0.2), Row(Threads(2, 64), 0.5))),
            "The fastest, threads 8, is 5.00 times as fast as serial");
    }

    [Fact]
    public void Waiting_is_not_named_as_the_cause_where_the_job_computes_too() => Says(
        Explain(2, Section(Row(Serial, 4, processors: 0.5), Row(Threads(4), 2), Row(Threads(2, 64), 1))),
        "With up to 64 in flight in each of 2 slots it is 2.00 times as fast as threads 4 with one each.");

    [Fact]
    public void Of_noise_nothing_is_made_but_that_it_is_noise() => SaysNothingOf(
        Explain(2, Section(Runs(Serial, [0.018, 0.02, 0.021, 0.022, 0.023]), Runs(Threads(4), [0.017, 0.019, 0.02, 0.021, 0.023], startup: 0.002))),
        "times as");

    [Fact]
    public void Waiting_overlaps_beyond_the_processors_and_asynchrony_adds_to_it()
    {
        var said = Explain(2, Section(
            Row(Serial, 16, processors: 0.01), Row(Threads(4), 4, processors: 0.05), Row(Threads(8), 2, processors: 0.1), Row(Threads(2, 64), 0.5, processors: 0.3)));
        Says(said, "The job is I/O-bound: serial kept a processor busy 1 % of the time and waited for the rest");
        Says(said, "Of those with one at a time, the fastest, threads 8, is 8.00 times as fast as serial, more than 2 processors could give to computing: waiting overlaps.");
        Says(said, "Threads 8 is 2.00 times as fast as threads 4. The efficiency is 100 % with 4 slots and 100 % with 8.");
        Says(said, "With up to 64 in flight in each of 2 slots it is 4.00 times as fast as threads 8 with one each: what only waits costs next to nothing, so more of it can be under way at once.");
        SaysNothingOf(said, "CPU-bound", "busy already", "at most");
    }

    [Fact]
    public void Asynchrony_that_adds_nothing_is_said_so()
    {
        Says(Waiting(many: 2), "With up to 64 in flight in each of 2 slots it does no better than threads 8 with one each, as far as these runs can tell: their medians differ by 0 %.");
        Says(Waiting(many: 4), "With up to 64 in flight in each of 2 slots it takes 2.00 times as long as threads 8 with one each.");

        static IReadOnlyList<string> Waiting(double many) =>
            Explain(2, Section(Row(Serial, 16, processors: 0.01), Row(Threads(8), 2, processors: 0.1), Row(Threads(2, 64), many, processors: 0.3)));
    }

    [Fact]
    public void Waiting_may_overlap_within_the_number_of_processors() => Says(
        Explain(8, Section(Row(Serial, 8, processors: 0.05), Row(Threads(4), 2, processors: 0.2))), "is 4.00 times as fast as serial: waiting overlaps.");

    [Fact]
    public void A_job_that_computes_and_waits_is_called_neither()
    {
        var said = Explain(2, Section(Row(Serial, 4, processors: 0.5), Row(Threads(4), 2, processors: 1)));
        Says(said, "The job computes and waits, be it only for a processor that others use: serial kept a processor busy 50 % of the time.");
        Says(said, "The fastest, threads 4, is 2.00 times as fast as serial.");
        SaysNothingOf(said, "bound");
        Says(Explain(2, Section(Row(Serial, 4, processors: 0.5), Row(Threads(4), 1, processors: 2))), "more than 2 processors could give to computing: waiting overlaps.");
    }

    [Fact]
    public void A_job_that_is_too_small_tells_nothing_but_what_starting_costs()
    {
        var said = Explain(2, Section(Row(Serial, 0.02), Row(Threads(4), 0.01, startup: 0.03), Row(Threads(8), 0.01, startup: 0.03)));
        Says(said, "A job of 20.0 ms is too small to tell by: start-up and chance may decide");
        Says(said, "Starting threads 4 took 30.0 ms, the exercise itself 10.0 ms. "
            + "So the exercise is too small for it: once started, it is 2.00 times as fast as serial, but with its start-up it takes 2.00 times as long.");
        SaysNothingOf(said, "CPU-bound", "I/O-bound", "The fastest", "efficiency");
    }

    [Fact]
    public void A_small_job_beside_a_large_one_is_told_apart()
    {
        var said = Explain(
            2,
            Section(Row(Serial, 0.02), Row(Threads(4), 0.01, startup: 0.03)),
            Scaled(Row(Serial, 3), Row(Threads(4), 1.5, processors: 2, startup: 0.03)));
        Says(said, "The job is CPU-bound");
        Says(said, "The exercise takes serial 20.0 ms and is too small to tell by: start-up and chance may decide");
        Says(said, "Starting threads 4 took 30.0 ms, the exercise itself 10.0 ms; with the scaled job it is 30.0 ms and 1.50 s.");
    }

    [Fact]
    public void What_is_within_the_noise_is_no_difference()
    {
        double[] noisy = [1, 1.6, 2.6, 3, 4];
        var said = Explain(2, Section(Runs(Serial, noisy), Runs(Threads(4), [.. noisy.Select(time => time * 0.8)], processors: 2)));
        Says(said, "Nothing tells the fastest of the others, threads 4, from serial: their medians differ by 25 %, but the ranges of their runs overlap.");
        SaysNothingOf(said, "times as fast as serial");
    }

    [Fact]
    public void A_single_run_is_no_proof_of_a_small_difference()
    {
        Says(Explain(2, Section(Runs(Serial, [1]), Runs(Threads(4), [0.8], processors: 2))), "but 1 run cannot tell that from chance.");
        Says(Explain(2, Section(Runs(Serial, [1]), Runs(Threads(4), [0.5], processors: 2))), "is 2.00 times as fast as serial");
    }

    [Theory]
    [InlineData(6, 119.99999999990882, "the vector kernel (serial) is 6.00 times as fast as the plain loop (scalar), whose value differs from the exact sum's by 7.6e-13 of it.")]
    [InlineData(6, 120.0, "the vector kernel (serial) is 6.00 times as fast as the plain loop (scalar).")]
    [InlineData(6, null, "(scalar), which has no value: its terms or their sum leave the range of a double.")]
    [InlineData(0.5, 120.0, "the vector kernel (serial) takes 2.00 times as long as the plain loop (scalar).")]
    [InlineData(1.01, 120.0, "Nothing tells the plain loop (scalar) from the vector kernel (serial): their medians differ by 1 %.")]
    public void The_plain_loop_is_compared_with_the_vector_kernel_and_so_is_its_value(double scalar, double? value, string sentence) =>
        Says(Explain(2, Section(Row(Scalar, scalar, value: value), Row(Serial, 1))), sentence);

    [Fact]
    public void Another_mode_is_explained_like_threads()
    {
        var said = Explain(2, Section(
            Row(Serial, 3), Row(Threads(4), 1.5, processors: 2), Row(Threads(8), 1.5, processors: 2),
            Row(InProcesses(4), 1.5, processors: 2, startup: 0.8), Row(InProcesses(8), 1.5, processors: 2, startup: 1.6)));
        Says(said, "Starting processes 4 took 800 ms, the exercise itself 1.50 s.");
        Says(said, "Processes 8 takes 1.35 times as long as processes 4");
    }

    [Theory]
    [InlineData(1.5, "Nothing tells processes 4 from threads 4 in the job itself, but the processes take 800 ms to start and the threads 5.00 ms.")]
    [InlineData(3, "Threads 4 does the job itself 2.00 times as fast as processes 4, and the processes take 800 ms to start and the threads 5.00 ms.")]
    [InlineData(1, "Processes 4 does the job itself 1.50 times as fast as threads 4, but the processes take 800 ms to start and the threads 5.00 ms.")]
    public void The_answer_tells_processes_from_threads(double processes, string sentence)
    {
        var said = Explain(2, Section(Row(Serial, 3), Row(Threads(4), 1.5, startup: 0.005), Row(InProcesses(4), processes, startup: 0.8)));
        Assert.EndsWith(sentence, said[0], StringComparison.Ordinal);
        SaysNothingOf(Explain(2, Section(Row(Serial, 3), Row(Threads(4), 1.5))), "processes");
    }

    [Fact]
    public void Serial_alone_has_little_to_say() => Assert.Single(Explain(2, Section(Row(Serial, 3))));

    [Fact]
    public void Times_of_nothing_are_survived() => Assert.NotEmpty(Explain(1, Section(Row(Scalar, 0), Row(Serial, 0), Row(Threads(4), 0), Row(Threads(8), 0))));

    private static IReadOnlyList<string> Explain(int processors, params IReadOnlyList<SectionFigures> sections) => Explanation.Of(sections, processors);

    private static void Says(IReadOnlyList<string> said, string words) => Assert.Contains(words, string.Join('\n', said), StringComparison.Ordinal);

    private static void SaysNothingOf(IReadOnlyList<string> said, params string[] words) =>
        Assert.All(words, word => Assert.DoesNotContain(word, string.Join('\n', said), StringComparison.Ordinal));
}
