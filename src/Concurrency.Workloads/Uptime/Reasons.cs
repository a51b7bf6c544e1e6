namespace Concurrency.Workloads.Uptime;

/// <summary>Every word that <see cref="ProbeResult.Reason"/> can hold, but for <c>http_404</c> and its like. Programs rely on them: never change one.</summary>
public static class Reasons
{
    /// <summary>The line is no absolute URL.</summary>
    public const string InvalidUrl = "invalid_url";

    /// <summary>The URL's scheme is neither http nor https.</summary>
    public const string UnsupportedScheme = "unsupported_scheme";

    /// <summary>The line is longer than <see cref="UrlLine.MaxBytes"/>.</summary>
    public const string UrlTooLong = "url_too_long";

    /// <summary>There is no host of this name, or it has no address.</summary>
    public const string DnsNotFound = "dns_not_found";

    /// <summary>The resolver failed in another way, such as no name server in reach.</summary>
    public const string DnsFailed = "dns_failed";

    /// <summary>The resolver was asked, and did not answer within the time limit.</summary>
    public const string TimeoutDns = "timeout_dns";

    /// <summary>Nothing listens at the port.</summary>
    public const string ConnectRefused = "connect_refused";

    /// <summary>No route leads to the host or its network.</summary>
    public const string ConnectUnreachable = "connect_unreachable";

    /// <summary>No connection came about, for another reason.</summary>
    public const string ConnectFailed = "connect_failed";

    /// <summary>No connection came about within the time limit, or within the system's own.</summary>
    public const string TimeoutConnect = "timeout_connect";

    /// <summary>The certificate leads to no root that is trusted here. Said before the next two, if they hold as well.</summary>
    public const string TlsUntrusted = "tls_untrusted";

    /// <summary>The certificate, or one above it, is past its time or not yet in it. Said before the next, if it holds as well.</summary>
    public const string TlsExpired = "tls_expired";

    /// <summary>The certificate is for another host.</summary>
    public const string TlsNameMismatch = "tls_name_mismatch";

    /// <summary>The two sides could not agree on TLS, or the other does not speak it.</summary>
    public const string TlsFailed = "tls_failed";

    /// <summary>The handshake did not end within the time limit.</summary>
    public const string TimeoutTls = "timeout_tls";

    /// <summary>The headers of the answer were not complete within the time limit.</summary>
    public const string TimeoutHeaders = "timeout_headers";

    /// <summary>The connection was reset before the answer was complete.</summary>
    public const string ConnReset = "conn_reset";

    /// <summary>The connection was closed before the answer was complete.</summary>
    public const string ConnClosed = "conn_closed";

    /// <summary>What came is no HTTP answer, or has headers beyond all measure.</summary>
    public const string ProtocolError = "protocol_error";

    /// <summary>Redirects lead back to a URL that was asked already, or there are more than <see cref="Redirects.Limit"/>.</summary>
    public const string RedirectLoop = "redirect_loop";

    /// <summary>A redirect leads to what is no http or https URL, or to several places at once.</summary>
    public const string RedirectInvalid = "redirect_invalid";

    /// <summary>
    /// This machine is out of sockets, buffers or ports, or the time was over before a thread was free to look the name up; so nothing is known of
    /// the site. Comes with <see cref="Verdict.Unknown"/> alone. Said of a connection, this is after the attempts of
    /// <see cref="ProberOptions.LocalLimitDelays"/>, or as many as there was time for; but at once where a request may be on its way
    /// already, since none is sent twice.
    /// </summary>
    public const string LocalLimit = "local_limit";

    /// <summary>The probe itself failed in a way that nobody foresaw.</summary>
    public const string ProbeFailed = "probe_failed";

    /// <summary>The reason for a final answer that says the site is down.</summary>
    /// <param name="status">400 to 999.</param>
    public static string Http(int status) => $"http_{status}";
}
