using PaymentHub.Orders;

namespace PaymentHub.Providers;

/// <summary>Carries an answer from one step to the next.</summary>
internal static class ProviderResults
{
    /// <summary>Goes on with a good answer, and passes every other one on as it is.</summary>
    public static ProviderResult<TNext> Then<T, TNext>(this ProviderResult<T> result, Func<T, ProviderResult<TNext>> next) =>
        result.Match<ProviderResult<TNext>>(
            next,
            refused => new ProviderResult<TNext>.Refused(refused.Code, refused.Message),
            () => new ProviderResult<TNext>.Absent(),
            reason => new ProviderResult<TNext>.Unavailable(reason)
        );

    /// <summary>As <see cref="Then"/>, with a step that takes time.</summary>
    public static Task<ProviderResult<TNext>> ThenAsync<T, TNext>(this ProviderResult<T> result, Func<T, Task<ProviderResult<TNext>>> next) =>
        result.MatchAsync(
            next,
            refused => new ProviderResult<TNext>.Refused(refused.Code, refused.Message),
            () => new ProviderResult<TNext>.Absent(),
            reason => new ProviderResult<TNext>.Unavailable(reason)
        );

    /// <summary>Takes the refusals that an account's settings list as "there is no such thing" for what they mean.</summary>
    public static ProviderResult<T> AbsentAt<T>(this ProviderResult<T> result, IReadOnlySet<string> codes) =>
        result is ProviderResult<T>.Refused refused && codes.Contains(refused.Code) ? new ProviderResult<T>.Absent() : result;

    /// <summary>What the answer to a query was translated to, as the query's result.</summary>
    /// <param name="endpoint">What was asked, for the reason.</param>
    /// <param name="isAsked">Whether the notice is about the order that was asked about.</param>
    public static ProviderResult<Notice> AsAnswer(this CallbackResult result, string endpoint, Func<Notice, bool> isAsked) =>
        result.Match<ProviderResult<Notice>>(
            notice =>
                isAsked(notice)
                    ? new ProviderResult<Notice>.Good(notice)
                    : new ProviderResult<Notice>.Unavailable($"The answer of {endpoint} is about another order."),
            refused => new ProviderResult<Notice>.Unavailable($"The answer of {endpoint} cannot be used: {refused.Detail}"),
            reason => new ProviderResult<Notice>.Unavailable(reason)
        );
}
