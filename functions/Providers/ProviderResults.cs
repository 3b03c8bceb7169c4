using PaymentHub.Orders;

namespace PaymentHub.Providers;

/// <summary>Carries an answer from one step to the next.</summary>
internal static class ProviderResults
{
    /// <summary>Goes on with a good answer, and passes every other one on as it is.</summary>
    public static ProviderResult<TNext> Then<T, TNext>(this ProviderResult<T> result, Func<T, ProviderResult<TNext>> next) =>
        result switch
        {
            ProviderResult<T>.Good good => next(good.Value),
            ProviderResult<T>.Refused refused => new ProviderResult<TNext>.Refused(refused.Code, refused.Message),
            ProviderResult<T>.Absent => new ProviderResult<TNext>.Absent(),
            ProviderResult<T>.Unavailable unavailable => new ProviderResult<TNext>.Unavailable(unavailable.Reason),
            _ => throw new InvalidOperationException("A result of a fifth kind."),
        };

    /// <summary>As <see cref="Then"/>, with a step that takes time.</summary>
    public static async Task<ProviderResult<TNext>> ThenAsync<T, TNext>(this ProviderResult<T> result, Func<T, Task<ProviderResult<TNext>>> next) =>
        result is ProviderResult<T>.Good good
            ? await next(good.Value)
            : result.Then<T, TNext>(_ => throw new InvalidOperationException("A good answer has gone the other way."));

    /// <summary>Takes the refusals that an account's settings list as "there is no such thing" for what they mean.</summary>
    public static ProviderResult<T> AbsentAt<T>(this ProviderResult<T> result, IReadOnlySet<string> codes) =>
        result is ProviderResult<T>.Refused refused && codes.Contains(refused.Code) ? new ProviderResult<T>.Absent() : result;

    /// <summary>What the answer to a query was translated to, as the query's result.</summary>
    /// <param name="endpoint">What was asked, for the reason.</param>
    /// <param name="isAsked">Whether the notice is about the order that was asked about.</param>
    public static ProviderResult<Notice> AsAnswer(this CallbackResult result, string endpoint, Func<Notice, bool> isAsked) =>
        result switch
        {
            CallbackResult.Verified { Notice: var notice } when isAsked(notice) => new ProviderResult<Notice>.Good(notice),
            CallbackResult.Verified => new ProviderResult<Notice>.Unavailable($"The answer of {endpoint} is about another order."),
            CallbackResult.Refused refused => new ProviderResult<Notice>.Unavailable($"The answer of {endpoint} cannot be used: {refused.Detail}"),
            CallbackResult.NotNow later => new ProviderResult<Notice>.Unavailable(later.Reason),
            _ => throw new InvalidOperationException("A reading of a fourth kind."),
        };
}
