// Two processors are few for one cluster, and too few for several at once.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
