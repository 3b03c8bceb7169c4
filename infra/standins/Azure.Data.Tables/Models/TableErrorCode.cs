using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Azure.Data.Tables.Models;

/// <summary>The service's error codes, to compare with <see cref="RequestFailedException.ErrorCode"/>.</summary>
public readonly struct TableErrorCode : IEquatable<TableErrorCode>
{
    private readonly string? _value;

    public TableErrorCode(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        _value = value;
    }

    public static TableErrorCode AuthorizationResourceTypeMismatch { get; } = Named();

    public static TableErrorCode XMethodNotUsingPost { get; } = Named();

    public static TableErrorCode XMethodIncorrectValue { get; } = Named();

    public static TableErrorCode XMethodIncorrectCount { get; } = Named();

    public static TableErrorCode TableHasNoProperties { get; } = Named();

    public static TableErrorCode DuplicatePropertiesSpecified { get; } = Named();

    public static TableErrorCode TableHasNoSuchProperty { get; } = Named();

    public static TableErrorCode DuplicateKeyPropertySpecified { get; } = Named();

    public static TableErrorCode TableAlreadyExists { get; } = Named();

    public static TableErrorCode TableNotFound { get; } = Named();

    public static TableErrorCode ResourceNotFound { get; } = Named();

    public static TableErrorCode EntityNotFound { get; } = Named();

    public static TableErrorCode EntityAlreadyExists { get; } = Named();

    public static TableErrorCode PartitionKeyNotSpecified { get; } = Named();

    public static TableErrorCode OperatorInvalid { get; } = Named();

    public static TableErrorCode UpdateConditionNotSatisfied { get; } = Named();

    public static TableErrorCode PropertiesNeedValue { get; } = Named();

    public static TableErrorCode PartitionKeyPropertyCannotBeUpdated { get; } = Named();

    public static TableErrorCode TooManyProperties { get; } = Named();

    public static TableErrorCode EntityTooLarge { get; } = Named();

    public static TableErrorCode PropertyValueTooLarge { get; } = Named();

    public static TableErrorCode KeyValueTooLarge { get; } = Named();

    public static TableErrorCode InvalidValueType { get; } = Named();

    public static TableErrorCode TableBeingDeleted { get; } = Named();

    public static TableErrorCode PrimaryKeyPropertyIsInvalidType { get; } = Named();

    public static TableErrorCode PropertyNameTooLong { get; } = Named();

    public static TableErrorCode PropertyNameInvalid { get; } = Named();

    public static TableErrorCode InvalidDuplicateRow { get; } = Named();

    public static TableErrorCode CommandsInBatchActOnDifferentPartitions { get; } = Named();

    public static TableErrorCode JsonFormatNotSupported { get; } = Named();

    public static TableErrorCode AtomFormatNotSupported { get; } = Named();

    public static TableErrorCode JsonVerboseFormatNotSupported { get; } = Named();

    public static TableErrorCode MediaTypeNotSupported { get; } = Named();

    public static TableErrorCode MethodNotAllowed { get; } = Named();

    public static TableErrorCode ContentLengthExceeded { get; } = Named();

    public static TableErrorCode AccountIOPSLimitExceeded { get; } = Named();

    public static TableErrorCode CannotCreateTableWithIOPSGreaterThanMaxAllowedPerTable { get; } = Named();

    public static TableErrorCode PerTableIOPSIncrementLimitReached { get; } = Named();

    public static TableErrorCode PerTableIOPSDecrementLimitReached { get; } = Named();

    public static TableErrorCode SettingIOPSForATableInProvisioningNotAllowed { get; } = Named();

    public static TableErrorCode PartitionKeyEqualityComparisonExpected { get; } = Named();

    public static TableErrorCode PartitionKeySpecifiedMoreThanOnce { get; } = Named();

    public static TableErrorCode InvalidInput { get; } = Named();

    public static TableErrorCode NotImplemented { get; } = Named();

    public static TableErrorCode OperationTimedOut { get; } = Named();

    public static TableErrorCode OutOfRangeInput { get; } = Named();

    public static TableErrorCode Forbidden { get; } = Named();

    public static TableErrorCode AuthorizationPermissionMismatch { get; } = Named();

    public static bool operator ==(TableErrorCode left, TableErrorCode right) => left.Equals(right);

    public static bool operator !=(TableErrorCode left, TableErrorCode right) => !left.Equals(right);

    public static bool operator ==(TableErrorCode code, string? value) => code.Is(value);

    public static bool operator !=(TableErrorCode code, string? value) => !code.Is(value);

    public static bool operator ==(string? value, TableErrorCode code) => code.Is(value);

    public static bool operator !=(string? value, TableErrorCode code) => !code.Is(value);

    [SuppressMessage("Usage", "CA2225", Justification = "The official type has the operator and no named alternate.")]
    public static implicit operator TableErrorCode(string value) => new(value);

    public override bool Equals(object? obj) => obj is TableErrorCode other && Equals(other);

    public bool Equals(TableErrorCode other) => Is(other._value);

    public override int GetHashCode() => _value is null ? 0 : StringComparer.OrdinalIgnoreCase.GetHashCode(_value);

    public override string ToString() => _value ?? "";

    // A code is spelled like its property.
    private static TableErrorCode Named([CallerMemberName] string name = "") => new(name);

    private bool Is(string? value) => string.Equals(_value, value, StringComparison.OrdinalIgnoreCase);
}
