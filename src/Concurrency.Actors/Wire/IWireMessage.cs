namespace Concurrency.Actors.Wire;

/// <summary>A message that may cross between processes: <see cref="WireSerializer"/> knows how to write it.</summary>
public interface IWireMessage;
