using System.Text.Json;
using PaymentHub.Sandbox.Wire;

namespace PaymentHub.Sandbox.PayProtocol;

/// <summary>The calls about users.</summary>
internal sealed class PayProtocolUserCalls(PayProtocolSandbox provider)
{
    private readonly PayProtocolWire _wire = new(provider.Clock);

    public Answer Create(PayProtocolRequest request)
    {
        var uuid = Uuid(request.Body);
        if (uuid is null)
        {
            return PayProtocolErrors.Parameter("uuid");
        }

        if (request.Account.User(uuid) is not { } existing)
        {
            return Good(request, provider.Create(request.Account, uuid).UserId);
        }

        return provider.Options.RepeatedUserAnswersId
            ? Good(request, existing.UserId)
            : PayProtocolWire.Error(provider.Options.UserExistsCode, "user already exists");
    }

    public Answer Detail(PayProtocolRequest request)
    {
        var (uuid, userId) = (request.Text("uuid"), request.Number("userId"));
        var user = request.Account.Users.FirstOrDefault(one => uuid is not null ? one.Uuid == uuid : one.UserId == userId);
        return user is null ? PayProtocolErrors.UserNotFound : Good(request, _wire.User(user, (int?)request.Number("chainId")));
    }

    public Answer List(PayProtocolRequest request)
    {
        var (uuid, userId, userType) = (request.Text("uuid"), request.Number("userId"), request.Number("userType"));
        var users = request
            .Account.Users.Where(user =>
                (uuid is null || user.Uuid == uuid) && (userId is null || user.UserId == userId) && (userType ?? user.UserType) == user.UserType
            )
            .OrderBy(user => user.UserId);
        return provider.Pages.Answer("user/list", request, users.Select(user => _wire.User(user, (int?)request.Number("chainId"))));
    }

    private static Answer Good(PayProtocolRequest request, object data) => PayProtocolWire.Good(data, request.Account.Credentials.Name);

    private static string? Uuid(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return
                json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("uuid", out var uuid)
                && uuid.ValueKind == JsonValueKind.String
                && uuid.GetString() is { Length: > 0 and <= 64 } text
                ? text
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
