using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Azure.Functions.Worker.Standin.Functions;

namespace Microsoft.Azure.Functions.Worker.Standin.Http;

/// <summary>The parameters that an HTTP function can have: the request, its body, and the route's values.</summary>
internal static class HttpBinders
{
    public static ParameterBinder? For(FunctionDescriptor function, HttpTriggerAttribute trigger, ParameterInfo parameter)
    {
        if (parameter.ParameterType == typeof(HttpRequest))
            return context => new ValueTask<object?>(Http(context).Request);
        if (parameter == function.TriggerParameter)
            return null;
        if (parameter.GetCustomAttribute<FromBodyAttribute>() is not null)
            return context => BodyReader.ReadAsync(Http(context), parameter.ParameterType, context.CancellationToken);
        if (Pattern(function, trigger.Route ?? function.Name).GetParameter(parameter.Name!) is null)
            return null;
        // A default in the route is a value like one in the path; an absent optional one is null.
        return context => new ValueTask<object?>(ParameterBinders.Convert(
            (string?)Http(context).Request.RouteValues[parameter.Name!], parameter));
    }

    /// <exception cref="InvalidOperationException">The route cannot be read.</exception>
    public static RoutePattern Pattern(FunctionDescriptor function, string route)
    {
        try
        {
            return RoutePatternFactory.Parse(route);
        }
        catch (RoutePatternException failure)
        {
            throw function.Invalid($"its route '{route}' cannot be read. {failure.Message}", failure);
        }
    }

    private static HttpContext Http(InvocationContext context) => ((HttpTriggerCall)context.Trigger).Http;
}
