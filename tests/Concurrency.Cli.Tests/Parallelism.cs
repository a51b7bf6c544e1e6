// Many of these tests start whole engines, which share two processors badly and the thread pool not at all.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
