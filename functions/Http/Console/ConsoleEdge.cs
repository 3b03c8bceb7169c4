using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using PaymentHub.Merchants;

namespace PaymentHub.Http.Console;

/// <summary>
/// What all functions of the console have in common: who is signed in, which forms are valid, and what browsers may do with its pages.
/// </summary>
public sealed class ConsoleEdge(HttpEdge edge, OperatorGuard guard, ConsoleSessions sessions, PageRenderer renderer, MerchantDirectory directory)
{
    internal const string Cookie = "paymenthub_console";
    internal const string FormToken = "form_token";

    /// <summary>The largest form that brings a document: where each of its characters is written as three.</summary>
    internal const int MaxDocumentForm = 3 * RequestJson.MaxBody + MaxForm;

    // A note's characters are written as nine each where they are Chinese.
    private const int MaxForm = 16 * 1024;
    private const string Home = "/console";

    internal static string StyleSheet { get; } = Read("console.css");

    /// <summary>The only script that there is, for the only page that needs one.</summary>
    internal static string CopyScript { get; } = Read("copy.js");

    private static readonly string Policy =
        $"default-src 'none'; style-src {Hash(StyleSheet)}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>A page for whoever is signed in, and the way to sign in for everybody else.</summary>
    public Task<IResult> ShowAsync(HttpRequest request, Func<ConsoleVisit, Task<IResult>> page) =>
        edge.RunAsync(() =>
        {
            Protect(request);
            if (VisitOf(request) is not { } visit)
                return SignInAsync(request, null);
            return guard.Pace(request, visit.By) is { } problem ? SayAsync(visit, problem.Status, problem.Detail) : page(visit);
        });

    /// <summary>What a form of somebody's asks for who is signed in and may do it.</summary>
    public Task<IResult> ActAsync(
        HttpRequest request,
        OperatorRoles role,
        Func<ConsoleVisit, IReadOnlyDictionary<string, StringValues>, CancellationToken, Task<IResult>> act,
        int maxForm = MaxForm
    ) =>
        edge.ChangeAsync(
            OwnDeadline.Asking,
            async token =>
            {
                Protect(request);
                if (VisitOf(request) is not { } visit)
                    return await SignInAsync(request, null);
                if (guard.Pace(request, visit.By) is { } pace)
                    return await SayAsync(visit, pace.Status, pace.Detail);
                var form = await ReadAsync(request, maxForm);
                if (
                    !CryptographicOperations.FixedTimeEquals(
                        Encoding.UTF8.GetBytes(form.GetValueOrDefault(FormToken).ToString()),
                        Encoding.UTF8.GetBytes(visit.FormToken)
                    )
                )
                {
                    return await SayAsync(
                        visit,
                        StatusCodes.Status400BadRequest,
                        "This form does not belong to this session. Go back, reload the page and try again."
                    );
                }

                return visit.By.May(role)
                    ? await edge.LoggedAsync(request, visit.By, () => act(visit, form, token))
                    : await SayAsync(
                        visit,
                        StatusCodes.Status403Forbidden,
                        $"Your roles do not allow this; it needs {role.ToString().ToLowerInvariant()}."
                    );
            }
        );

    /// <summary>Begins a session with the key in the form.</summary>
    public Task<IResult> SignInAsync(HttpRequest request) =>
        edge.ChangeAsync(
            OwnDeadline.Storing,
            async _ =>
            {
                Protect(request);
                // Before anybody is signed in there is no session to tie a form to; browsers say where a form comes from.
                if (request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none"))
                    return await SignInAsync(request, "Sign in on this page itself.", StatusCodes.Status403Forbidden);
                var key = (await ReadAsync(request, MaxForm)).GetValueOrDefault("key").ToString().Trim();
                switch (guard.SignIn(request, key))
                {
                    case Result<Operator>.Success { Value: var by } when sessions.AreOn:
                        request.HttpContext.Response.Cookies.Append(
                            Cookie,
                            sessions.Begin(by, key),
                            new CookieOptions
                            {
                                HttpOnly = true,
                                SameSite = SameSiteMode.Strict,
                                Secure = directory.Settings.PublicBaseUrl.Scheme == Uri.UriSchemeHttps,
                                Path = Home,
                                MaxAge = ConsoleSessions.Lifetime,
                            }
                        );
                        return SeeOther(request, Home);
                    case Result<Operator>.Failure { Problem: var problem }:
                        return await SignInAsync(
                            request,
                            problem.Status switch
                            {
                                StatusCodes.Status401Unauthorized => "This is not an operator's key.",
                                StatusCodes.Status429TooManyRequests =>
                                    "Too many wrong keys. Wait half a minute and try again; valid keys have to wait, too.",
                                _ => problem.Detail,
                            },
                            problem.Status
                        );
                    default:
                        return await SignInAsync(request, null, StatusCodes.Status403Forbidden);
                }
            }
        );

    /// <summary>Ends the session.</summary>
    public Task<IResult> SignOutAsync(HttpRequest request) =>
        ActAsync(
            request,
            OperatorRoles.View,
            (_, _, _) =>
            {
                request.HttpContext.Response.Cookies.Delete(Cookie, new CookieOptions { Path = Home });
                return Task.FromResult(SeeOther(request, Home));
            }
        );

    /// <summary>A page that only says something.</summary>
    public Task<IResult> SayAsync(ConsoleVisit visit, int status, string text) =>
        renderer.RenderAsync<ConsoleNotice>(new() { [nameof(ConsoleNotice.Visit)] = visit, [nameof(ConsoleNotice.Text)] = text }, status);

    /// <summary>Lets the answer's page copy what it shows.</summary>
    internal static void AllowCopying(HttpRequest request) =>
        request.HttpContext.Response.Headers.ContentSecurityPolicy = $"{Policy}; script-src {Hash(CopyScript)}";

    /// <summary>Leads to a page after a form, so that loading it again repeats nothing.</summary>
    public static IResult SeeOther(HttpRequest request, string path)
    {
        request.HttpContext.Response.Headers.Location = path;
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    private Task<IResult> SignInAsync(HttpRequest request, string? problem, int status = StatusCodes.Status200OK) =>
        renderer.RenderAsync<ConsoleSignIn>(
            new() { [nameof(ConsoleSignIn.Problem)] = sessions.AreOn ? problem : "Nobody can sign in: PaymentHub__MasterKeys__0 is not set." },
            HttpMethods.IsPost(request.Method) && status == StatusCodes.Status200OK ? StatusCodes.Status401Unauthorized : status
        );

    private ConsoleVisit? VisitOf(HttpRequest request) => sessions.Find(request.Cookies[Cookie]);

    private async Task<IReadOnlyDictionary<string, StringValues>> ReadAsync(HttpRequest request, int max) =>
        request.HasFormContentType && await edge.ReadBodyAsync(request, max) is { } body
            ? QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body))
            : new Dictionary<string, StringValues>();

    private static string Hash(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";

    // A browser hashes what stands in the page, where a line ends in one character.
    private static string Read(string name) => Encoding.UTF8.GetString(ApiDescription.Read($"Console.{name}")).ReplaceLineEndings("\n");

    private static void Protect(HttpRequest request)
    {
        var headers = request.HttpContext.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers["X-Robots-Tag"] = "noindex";
    }
}
