using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Http;

namespace PaymentHub.Functions;

/// <summary>GET /openapi.yaml: what this API is, for programs.</summary>
public static class GetApiDescription
{
    [Function(nameof(GetApiDescription))]
    public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "openapi.yaml")] HttpRequest request) =>
        Results.Bytes(ApiDescription.Yaml, "application/yaml; charset=utf-8");
}
