using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker.Standin.Functions;

namespace Microsoft.Azure.Functions.Worker.Standin.Http;

/// <summary>Makes the endpoint of one HTTP function.</summary>
internal static class FunctionEndpoint
{
    /// <exception cref="InvalidOperationException">The route, or a constraint in it, is wrong.</exception>
    public static Endpoint Create(FunctionInvoker invoker, string prefix, ParameterPolicyFactory policies)
    {
        var function = invoker.Function;
        var trigger = (HttpTriggerAttribute)function.TriggerAttribute;
        string[] parts = [prefix.Trim('/'), (trigger.Route ?? function.Name).Trim('/')];
        var pattern = HttpBinders.Pattern(function, string.Join('/', parts.Where(part => part.Length > 0)));
        try
        {
            // Routing would look constraints up with the first request only.
            foreach (var parameter in pattern.Parameters)
                foreach (var policy in parameter.ParameterPolicies)
                    policies.Create(parameter, policy);
        }
        catch (InvalidOperationException failure)
        {
            throw function.Invalid($"its route '{pattern.RawText}' has a wrong constraint. {failure.Message}", failure);
        }

        var endpoint = new RouteEndpointBuilder(http => AnswerAsync(invoker, http), pattern, order: 0) { DisplayName = function.Name };
        endpoint.Metadata.Add(function);
        if (trigger.Methods is { Length: > 0 } methods)
            endpoint.Metadata.Add(new HttpMethodMetadata(methods));
        return endpoint.Build();
    }

    private static async Task AnswerAsync(FunctionInvoker invoker, HttpContext http)
    {
        // A killed process answers nothing: the connection breaks before the function learns of it.
        await using var cut = invoker.Killed.Register(http.Abort);
        if (await invoker.RunAsync(new HttpTriggerCall(http), http.RequestAborted))
            return;
        if (http.Response.HasStarted)
        {
            http.Abort();
            return;
        }

        http.Response.Clear();
        http.Response.StatusCode = StatusCodes.Status500InternalServerError;
    }
}
