using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace PaymentHub.Tests.Rules;

/// <summary>Configuration that notes every setting whose value is read.</summary>
internal sealed class RecordingConfiguration(IConfiguration inner, ISet<string> read) : IConfiguration
{
    public string? this[string key]
    {
        get => GetSection(key).Value;
        set => throw new NotSupportedException();
    }

    public IEnumerable<IConfigurationSection> GetChildren() => inner.GetChildren().Select(child => new Section(child, read));

    public IChangeToken GetReloadToken() => inner.GetReloadToken();

    public IConfigurationSection GetSection(string key) => new Section(inner.GetSection(key), read);

    private sealed class Section(IConfigurationSection inner, ISet<string> read) : IConfigurationSection
    {
        public string Key => inner.Key;

        public string Path => inner.Path;

        public string? Value
        {
            get
            {
                read.Add(inner.Path);
                return inner.Value;
            }
            set => throw new NotSupportedException();
        }

        public string? this[string key]
        {
            get => GetSection(key).Value;
            set => throw new NotSupportedException();
        }

        public IEnumerable<IConfigurationSection> GetChildren() => inner.GetChildren().Select(child => new Section(child, read));

        public IChangeToken GetReloadToken() => inner.GetReloadToken();

        public IConfigurationSection GetSection(string key) => new Section(inner.GetSection(key), read);
    }
}
