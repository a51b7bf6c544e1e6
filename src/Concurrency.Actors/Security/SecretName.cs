using System.Security.Cryptography;

namespace Concurrency.Actors.Security;

/// <summary>
/// Names of actors that nobody can guess. Whoever reaches the port of a node can say something to any actor in it whose name is known; so
/// what is only talked to by those who were given a reference has a name that is not.
/// </summary>
internal static class SecretName
{
    public static string New() => RandomNumberGenerator.GetHexString(32, lowercase: true);
}
