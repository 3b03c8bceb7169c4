namespace Microsoft.Azure.Functions.Worker;

/// <summary>Which key a request needs. As under Core Tools, none is asked for here.</summary>
public enum AuthorizationLevel
{
    Anonymous = 0,
    User = 1,
    Function = 2,
    System = 3,
    Admin = 4,
}
